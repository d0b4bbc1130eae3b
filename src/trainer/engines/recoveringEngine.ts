import * as l10n from "@vscode/l10n";
import type { EngineKind } from "../../protocol/trainer";
import type { GeneratorState } from "../random/generator";
import type {
  Engine,
  EngineInputs,
  EngineSnapshot,
  EpochPlan,
  EvaluationResults,
  StepResults,
  Weights,
} from "./engine";
import { EngineLost } from "./engineLost";

/** The engine that goes on, and why. */
export interface EngineChange {
  readonly engine: Engine;
  readonly lost: EngineKind;
  readonly reason: string;
}

interface Recovery {
  /** Makes another engine of the same kind. */
  readonly restart: (inputs: EngineInputs) => Promise<Engine>;
  /** Makes an engine that nothing takes away. */
  readonly fallBack: (inputs: EngineInputs) => Promise<Engine>;
  readonly onChange: (change: EngineChange) => void;
}

interface Epoch {
  readonly plan: EpochPlan;
  readonly snapshot: EngineSnapshot | undefined;
  readonly generator: GeneratorState;
  /** Steps of it that were told. */
  done: number;
}

/**
 * An engine whose device may be lost. The epoch under way is then made again from where it began, without telling its
 * steps twice: once on a fresh device, the next time on another engine.
 */
export class RecoveringEngine implements Engine {
  #isRestarted = false;
  #epoch: Epoch | undefined;

  constructor(
    private current: Engine,
    private readonly inputs: EngineInputs,
    private readonly recovery: Recovery,
  ) {}

  get kind(): EngineKind {
    return this.current.kind;
  }

  get device(): string {
    return this.current.device;
  }

  async beginEpoch(plan: EpochPlan): Promise<void> {
    const generator = this.inputs.generator.save();
    await this.#surely(async engine => {
      const snapshot = await engine.takeSnapshot?.(); // the engine that nothing takes away needs none
      await engine.beginEpoch(plan);
      this.#epoch = { plan, snapshot, generator, done: 0 };
    });
  }

  async runSteps(count: number, normsAt: readonly number[]): Promise<StepResults> {
    const results = await this.#surely(engine => engine.runSteps(count, normsAt));
    if (this.#epoch) this.#epoch.done += count;
    return results;
  }

  evaluate(onProgress?: (done: number, total: number) => void): Promise<EvaluationResults> {
    return this.#surely(engine => engine.evaluate(onProgress));
  }

  forward(inputs: Float32Array, count: number): Promise<Float32Array> {
    return this.#surely(engine => engine.forward(inputs, count));
  }

  readWeights(): Promise<Weights> {
    return this.#surely(engine => engine.readWeights());
  }

  dispose(): Promise<void> {
    return this.current.dispose();
  }

  /** Does `work`, if need be again on the engine that takes over, with the generator as it is now. */
  async #surely<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    const generator = this.inputs.generator.save();
    for (;;) {
      try {
        return await work(this.current);
      } catch (error) {
        if (!(error instanceof EngineLost)) throw error;
        await this.#replace(error);
        this.inputs.generator.restore(generator);
      }
    }
  }

  async #replace(loss: EngineLost): Promise<void> {
    const lost = this.current.kind;
    await this.current.dispose();
    const restarted = this.#isRestarted ? undefined : await this.#restart();
    this.#isRestarted = true;
    this.current = restarted ?? (await this.recovery.fallBack(this.#startOfEpoch()));
    const reason = restarted
      ? l10n.t("the GPU was lost ({0}); training went on from the start of the epoch", loss.message)
      : l10n.t(
          "the GPU was lost ({0}) and did not last; another engine went on from the start of the epoch",
          loss.message,
        );
    this.recovery.onChange({ engine: this.current, lost, reason });
    try {
      await this.#catchUp();
    } catch (error) {
      if (!(error instanceof EngineLost)) throw error;
      await this.#replace(error);
    }
  }

  async #restart(): Promise<Engine | undefined> {
    try {
      return await this.recovery.restart(this.#startOfEpoch());
    } catch {
      return undefined; // a GPU that does not come back; the engine that takes over is told of
    }
  }

  #startOfEpoch(): EngineInputs {
    const resume = this.#epoch?.snapshot;
    return resume ? { ...this.inputs, weights: resume.weights, resume } : this.inputs;
  }

  /** Makes the steps of the epoch again that were told already, with the same draws. */
  async #catchUp(): Promise<void> {
    if (!this.#epoch) return;
    const { plan, generator, done } = this.#epoch;
    this.inputs.generator.restore(generator);
    await this.current.beginEpoch(plan);
    if (done > 0) await this.current.runSteps(done, []);
  }
}
