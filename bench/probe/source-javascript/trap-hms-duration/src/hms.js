export const hms = (s) => [Math.floor(s / 3600), Math.floor((s % 3600) / 60), s % 60];
export const hmsPush = (list, s) => list.push(hms(s).join(':'));
