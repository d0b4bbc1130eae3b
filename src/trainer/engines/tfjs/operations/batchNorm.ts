import type { LayerOf } from "../../../../model/layers";
import { elementCount } from "../../../../model/stateDict";
import { singleSampleBatch } from "../../singleSampleBatch";
import type { Operation } from "../operation";
import type { OperationContext } from "../operationContext";
import type { Tensor } from "../tensorflow";
import { Normalization } from "./normalization";

/** `nn.BatchNorm1d`: in training with the statistics of the batch, else with the running ones where there are some. */
export function createBatchNorm(
  { numFeatures, eps, momentum }: LayerOf<"BatchNorm1d">,
  { tf, constant, inputShape, parameter, buffer }: OperationContext,
): Operation {
  const inner = elementCount(inputShape) / numFeatures;
  const affine = { weight: parameter("weight"), bias: parameter("bias") };
  const normalization = new Normalization(tf, [0, 2], [1, numFeatures, 1], constant(eps), affine);
  const runningMean = buffer("running_mean");
  const runningVar = buffer("running_var");
  const batchesTracked = buffer("num_batches_tracked");

  /** `variance` divides by the number of values, `count`. */
  const track = (mean: Tensor, variance: Tensor, count: number) => {
    if (!runningMean || !runningVar || !batchesTracked) return;
    batchesTracked.assign(tf.add(batchesTracked, constant(1)));
    const share = momentum === null ? tf.div(constant(1), batchesTracked) : constant(momentum);
    const keep = momentum === null ? tf.sub(constant(1), share) : constant(1 - momentum);
    const mix = (running: Tensor, value: Tensor) =>
      tf.add(tf.mul(running, keep), tf.mul(tf.reshape(value, [numFeatures]), share));
    runningMean.assign(mix(runningMean, mean));
    runningVar.assign(mix(runningVar, tf.mul(variance, constant(count / (count - 1)))));
  };

  const channels = (x: Tensor) => tf.reshape(x, [-1, numFeatures, inner]);
  const rows = (x: Tensor) => tf.reshape(x, [-1, numFeatures * inner]);
  return {
    forward: (x, pass) => {
      const count = x.shape[0]! * inner;
      if (pass.training && count === 1) throw singleSampleBatch();
      const values = channels(x);
      if (!pass.training && runningMean && runningVar) {
        return rows(normalization.withStatistics(values, runningMean, runningVar, pass));
      }
      const { output, mean, variance } = normalization.forward(values, pass);
      if (pass.training) track(mean, variance, count);
      return rows(output);
    },
    backward: (g, pass) => rows(normalization.backward(channels(g), pass)),
  };
}
