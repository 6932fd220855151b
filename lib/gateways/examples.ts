import type { ReceivedKind } from "./receivers";

/** A delivery receipt as each kind of gateway sends it, to see that one is looking at the right thing. */
export const RECEIPT_EXAMPLES: Readonly<Record<Exclude<ReceivedKind, "generic">, string>> = {
  kannel:
    "GET /receipts/…?ref=019aafe6-1f2d-7c3a-8b1e-0123456789ab&n=1&d=1&fid=101&ts=1795449007&eid=99aa4cb0-8b13-40e9-869c-694390ee26b9&a=id%3A101+sub%3A001+dlvrd%3A001+stat%3ADELIVRD+err%3A000",
  labsmobile:
    "GET /receipts/…?acklevel=handset&msisdn=34600000001&status=ok&desc=DELIVRD&subid=69a0b164a0e7b&timestamp=2026-02-26%2012:00:00",
  jasmin: `POST /receipts/…
Content-Type: application/x-www-form-urlencoded

id=07033084-5cfd-4812-90a4-e4d24ffb6e3d&level=2&message_status=DELIVRD&connector=0E999F21&id_smsc=E999F21&sub=001&dlvrd=001&subdate=2611231200&donedate=2611231201&err=000&text=hello`,
  twilio: `POST /receipts/…
Content-Type: application/x-www-form-urlencoded
X-Twilio-Signature: mTXRJzdRMJWbKiFxISj0/fsKW5s=

SmsSid=SM0b6e…&SmsStatus=delivered&MessageStatus=delivered&To=%2B34600000001&MessageSid=SM0b6e…&AccountSid=AC…&From=%2B14133881111&ApiVersion=2010-04-01`,
  infobip: `POST /receipts/…
Content-Type: application/json

{"results":[{"messageId":"MESSAGE-1","to":"34600000001","doneAt":"2026-11-09T16:00:03.000+0000","status":{"groupId":3,"id":5,"name":"DELIVERED_TO_HANDSET"},"error":{"id":0,"name":"NO_ERROR"}}]}`,
  vonage: `POST /receipts/…
Content-Type: application/json

{"err-code":"0","message-timestamp":"2026-10-25 12:10:29","messageId":"0B00000127FDBC63","msisdn":"34600000001","network-code":"21407","scts":"2610251310","status":"delivered","to":"TIENDA"}`,
};
