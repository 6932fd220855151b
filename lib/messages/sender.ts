/** What a phone can show as the sender of an SMS: up to 11 characters with at least one letter, or up to 15 digits. */
export function isSender(sender: string): boolean {
  return /^\+?\d{3,15}$/.test(sender) || (/^[\x20-\x7e]{1,11}$/.test(sender) && /[A-Za-z]/.test(sender));
}
