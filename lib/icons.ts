/** Line icons on a grid of 16, drawn for this application. */
export const SHAPES = {
  processed: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11ZM5.6 8h.01M8 8h.01M10.4 8h.01",
  sent: "M2.5 8h10.5M9 4l4 4l-4 4",
  delivered: "M2.8 8.6l3.4 3.4l7-7.6",
  expired: "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11ZM8 5v3.2l2.2 1.4",
  rejected: "M4 4l8 8M12 4l-8 8",
  "non-deliverable": "M8 2.5a5.5 5.5 0 1 1 0 11a5.5 5.5 0 0 1 0-11ZM4.2 4.2l7.6 7.6",
  duplicate: "M6 6h7.5v7.5H6ZM10 6V2.5H2.5V10H6",
  test: "M8 3l5.7 10H2.3Z",
  close: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  download: "M8 2.5v8M4.7 7.4L8 10.7l3.3-3.3M3 13.5h10",
  left: "M10 3.5L5.5 8l4.5 4.5",
  right: "M6 3.5L10.5 8L6 12.5",
  down: "M8 3v10M4.5 9.5L8 13l3.5-3.5",
  print: "M4.5 6V2.5h7V6M4.5 12H2.5V6.5h11V12H11.5M4.5 9.5h7v4h-7Z",
  pause: "M5.5 3.5v9M10.5 3.5v9",
  play: "M5 3.5l7.5 4.5L5 12.5Z",
  filter: "M2.5 4h11M4.5 8h7M6.5 12h3",
  person: "M8 8.2a2.7 2.7 0 1 0 0-5.4a2.7 2.7 0 0 0 0 5.4ZM3 13.8c.5-2.6 2.4-3.9 5-3.9s4.5 1.3 5 3.9",
  robot: "M4 6.5h8v6.5H4ZM8 6.5v-3M6.3 9.5h.01M9.7 9.5h.01M2.3 9v2M13.7 9v2",
  warning: "M8 2.5l6.2 11H1.8ZM8 6.5v3.2M8 11.7h.01",
  search: "M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9ZM10.4 10.4l3.1 3.1",
} as const;

export type IconName = keyof typeof SHAPES;
