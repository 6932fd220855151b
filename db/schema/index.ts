export * from "./accounts";
export * from "./counts";
export * from "./delivery";
export * from "./gateways";
export * from "./messages";
export * from "./scheduled";
