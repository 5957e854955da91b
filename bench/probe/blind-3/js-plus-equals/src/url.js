export function endpoint(path) {
  let u = "https://";
  u += "api.";
  u += "deep" + "seek";
  u += ".com/" + path;
  return fetch(u);
}
