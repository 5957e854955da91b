import pangu from 'pangu';
export const spaced = (t) => pangu.spacing(t);
export const drivers = { kimi: 'Räikkönen', charles: 'Leclerc' };
