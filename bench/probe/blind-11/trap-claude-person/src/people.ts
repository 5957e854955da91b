export const TEAM = [
  { first: 'Claude', last: 'Martin', mail: 'claude.martin@acme.example' },
  { first: 'Devin', last: 'Ray', mail: 'devin@acme.example' },
];
export const claude = TEAM[0];
