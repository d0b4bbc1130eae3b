// The PyTorch workflow tutorial's network in TensorFlow.js. Click "Train" above `model`: nothing of this file is run.
// The weights start as `tf.layers.dense` starts them (Glorot, zeros); their random numbers are Train Lens's own.

import * as tf from "@tensorflow/tfjs";

const PIXELS = 28 * 28;

export const model = tf.sequential({
  layers: [
    tf.layers.dense({ name: "fc1", units: 128, activation: "relu", inputShape: [PIXELS] }),
    tf.layers.dense({ name: "fc2", units: 64, activation: "relu" }),
    tf.layers.dense({ name: "fc3", units: 10, activation: "softmax" }),
  ],
});

/** Trains on images of 784 numbers from 0 to 255, with labels as one-hot rows. */
export async function train(images: tf.Tensor2D, labels: tf.Tensor2D): Promise<void> {
  model.compile({ optimizer: tf.train.adam(0.001), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  await model.fit(images.div(255), labels, {
    epochs: 5,
    batchSize: 64,
    shuffle: true,
    callbacks: { onEpochEnd: (epoch, logs) => console.log(epoch, logs?.["loss"], logs?.["acc"]) },
  });
}
