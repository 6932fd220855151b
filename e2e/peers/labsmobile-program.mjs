// The official client as somebody else's program, in a process of its own: it writes LabsMobile.log into the working
// directory and prints a stack for every answer it does not like. Arguments: base address, user name, token.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const LabsMobileClient = require("labsmobile-sms/src/LabsMobileClient");
const CountryPrice = require("labsmobile-sms/src/LabsMobileModelCountryPrice");
const ScheduledSendings = require("labsmobile-sms/src/LabsMobileModelScheduledSendings");
const TextMessage = require("labsmobile-sms/src/LabsMobileModelTextMessage");

const [urlBase, username, token] = process.argv.slice(2);
const client = new LabsMobileClient(username, token);
client._urlBase = urlBase;

const calls = {
  getCredit: () => client.getCredit(),
  getPrices: (countries) => client.getpricesCountry(new CountryPrice(countries)),
  commandScheduled: ({ subid, cmd }) => client.scheduledSendings(new ScheduledSendings(subid, cmd)),
  sendSms: ({ msisdn, message, ...more }) => client.sendSms(Object.assign(new TextMessage(msisdn, message), more)),
};

process.on("message", async ({ call, given }) => {
  try {
    process.send({ returned: await calls[call](given) });
  } catch (error) {
    process.send({ thrown: error.constructor.name, message: error.message, status: error.status });
  }
});
process.on("disconnect", () => process.exit());
