import type { Activation } from "../activationSpace";
import type { Phase, UnitPhase } from "../kernels/phase";

/** One call of the forward pass: what it computes, and what follows from it. */
export interface Operation {
  readonly output: Activation;
  readonly forward: Phase;
  /** Makes the gradient of the input from that of the output; absent where nobody needs it. */
  readonly backward?: Phase;
  /** Gradients of the operation's own parameters and their update. */
  readonly update?: UnitPhase;
}
