const STEPS = ["step-1", "step-2", "step-3"] as const;

export function Wizard({ step }: { step: (typeof STEPS)[number] }) {
  return <ol>{STEPS.map((s) => <li key={s} className={s === step ? "on" : ""}>{s}</li>)}</ol>;
}
