import { AppError } from "@/lib/errors";

export const busy = () => new AppError("unavailable", "Busy; try again in a second.");

/** What one request holds of the room. */
export type RoomForOne = {
  /** @throws AppError unavailable when there is not so much left. */
  take(bytes: number): void;
  /** Gives back all that was taken. */
  leave(): void;
};

/** So many bytes of bodies, of all requests together: a count alone would let a few hundred large ones fill the memory. */
export class Room {
  private taken = 0;

  constructor(private readonly most: number) {}

  forOne(): RoomForOne {
    let held = 0;
    return {
      take: (bytes) => {
        if (this.taken + bytes > this.most) throw busy();
        this.taken += bytes;
        held += bytes;
      },
      leave: () => {
        this.taken -= held;
        held = 0;
      },
    };
  }
}
