/** What to do about a file that is refused, in the language that `t` speaks. */
export function refusalAdvice(t: (text: string) => string): string {
  return t(
    "Nothing of the file was executed. If it is damaged, copy or download it again. If it holds anything but tensors under names, save a plain state dict: torch.save(model.state_dict(), path), or safetensors.",
  );
}
