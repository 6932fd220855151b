/** Stands for the recipient in the messages of a number that was forgotten: nobody's. No list finds it by a number. */
export const FORGOTTEN = "";
