/** A sentence for places that show no Markdown: names without their backticks. */
export function plainText(sentence: string): string {
  return sentence.replaceAll("`", "");
}
