import type { LaunchTrainer, TrainerChannel, TrainerExit } from "../../src/extension/runs/trainerProcess";
import { PROTOCOL_VERSION, type TrainerRequest } from "../../src/protocol/trainer";

/** A trainer without a process: the test says what it sends and when it is gone. */
export class FakeTrainer implements TrainerChannel {
  readonly pid = 1;
  readonly requests: TrainerRequest[] = [];
  readonly exited: Promise<TrainerExit>;
  isEnded = false;
  exit!: (exit: TrainerExit) => void;
  say: (message: unknown) => void = () => undefined;

  constructor() {
    this.exited = new Promise(resolve => (this.exit = resolve));
  }

  readonly launch: LaunchTrainer = onMessage => {
    this.say = onMessage;
    return this;
  };

  sayReady(protocolVersion = PROTOCOL_VERSION): void {
    this.say({ type: "trainer-ready", protocolVersion, pid: 1 });
  }

  send(request: TrainerRequest): void {
    this.requests.push(request);
  }

  end(): Promise<TrainerExit> {
    this.isEnded = true;
    this.exit({ kind: "clean" });
    return this.exited;
  }
}
