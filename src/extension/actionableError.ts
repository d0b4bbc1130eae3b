import { ExpectedError } from "../protocol/expectedError";

/** A button beside a message: it runs a command. */
export interface Action {
  readonly title: string;
  readonly command: string;
  readonly arguments?: readonly unknown[];
}

/** An expected error that a click can do something about. `mild` ones are told, not warned of. */
export class ActionableError extends ExpectedError {
  constructor(
    message: string,
    readonly actions: readonly Action[],
    readonly severity: "mild" | "serious" = "serious",
  ) {
    super(message);
    this.name = "ActionableError";
  }
}
