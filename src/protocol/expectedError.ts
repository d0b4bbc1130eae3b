/** An error whose message is a sentence for the user; everything else is a bug. `hint` names a way out. */
export class ExpectedError extends Error {
  constructor(
    message: string,
    readonly hint?: string,
  ) {
    super(message);
    this.name = "ExpectedError";
  }
}
