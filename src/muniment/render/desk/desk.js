"use strict";

const page = document.body.dataset;
const part = (id) => document.getElementById(id);
const bytes = (encoded) => Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
const encoded = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const urlEncoded = (buffer) => encoded(buffer).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const urlBytes = (text) => bytes(text.replace(/-/g, "+").replace(/_/g, "/"));

const tell = (text) => { part("told").textContent = text; };

const send = async (path, value) => {
  const answer = await fetch(path, {
    method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value), credentials: "same-origin",
  });
  const found = await answer.json();
  if (!answer.ok) throw new Error((found.problems ?? ["The desk does not answer as it should."]).join("; "));
  return found;
};

// What an authenticator signs is the SHA-256 of what the server prepared; the page only carries it.
const signed = async (asked) => {
  const found = await navigator.credentials.get({
    publicKey: {
      challenge: bytes(asked.challenge),
      rpId: asked.party,
      allowCredentials: asked.credentials.map((id) => ({ type: "public-key", id: urlBytes(id) })),
      userVerification: "required",
      timeout: 120000,
    },
  });
  return {
    text: asked.text,
    credential: urlEncoded(found.rawId),
    authenticatorData: encoded(found.response.authenticatorData),
    clientDataJSON: encoded(found.response.clientDataJSON),
    signature: encoded(found.response.signature),
  };
};

const attempt = async (buttons, work) => {
  tell("");
  for (const button of buttons) button.disabled = true;
  try {
    await work();
  } catch (error) {
    tell(error.name === "NotAllowedError" ? "Nothing was signed: the authenticator did not answer, or said no." : error.message);
  } finally {
    for (const button of buttons) button.disabled = false;
  }
};

const inWords = (seconds) => {
  const units = [[Math.floor(seconds / 86400), "day"], [Math.floor(seconds / 3600) % 24, "hour"], [Math.floor(seconds / 60) % 60, "minute"], [seconds % 60, "second"]];
  const told = units.filter(([number]) => number).map(([number, one]) => `${number} ${one}${number === 1 ? "" : "s"}`);
  return told.slice(0, 2).join(" and ") || "no time";
};

// The clock of this machine may be wrong: what counts down is the time that the server said is left.
const countDown = () => {
  const left = part("left");
  const end = performance.now() + Number(left.dataset.seconds) * 1000;
  let soon = Infinity;
  const tick = () => {
    if (left.dataset.ended) return;
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    left.textContent = inWords(seconds);
    for (const mark of [300, 60]) {
      if (seconds <= mark && soon > mark) part("soon").textContent = `${inWords(seconds)} left`;
    }
    soon = Math.min(soon, seconds);
    if (seconds > 0) setTimeout(tick, 1000);
  };
  if (Number(left.dataset.seconds) > 0) tick();
};

const items = (list, texts, none) => {
  list.replaceChildren(...(texts.length ? texts : [none]).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  }));
};

const showHold = (state) => {
  if (!state) return;
  part("standing").className = `verdict ${state.class}`;
  if (part("words").textContent !== state.words) part("words").textContent = state.words;
  items(part("votes"), state.votes, "Nobody yet.");
  if (part("warning")) part("warning").textContent = state.warning;
  if (state.ended) {
    part("left").textContent = "none";
    part("left").dataset.ended = "yes";
    if (part("answer")) part("answer").hidden = true;
    if (part("warning")) part("warning").textContent = "It can no longer be answered.";
  }
};

const showList = (state) => {
  const focused = document.activeElement?.getAttribute("href");
  if (part("summary").textContent !== state.summary) part("summary").textContent = state.summary;
  part("rows").replaceChildren(...state.rows.map((row) => {
    const line = document.createElement("tr");
    const head = document.createElement("th");
    const link = document.createElement("a");
    head.scope = "row";
    link.href = `/holds/${encodeURIComponent(row.id)}`;
    link.textContent = row.tool;
    head.append(link);
    line.append(head, ...["effect", "caller", "approved", "left"].map((key) => {
      const cell = document.createElement("td");
      cell.textContent = row[key];
      if (key === "left") cell.className = row.class;
      return cell;
    }));
    return line;
  }));
  if (focused) [...document.links].find((link) => link.getAttribute("href") === focused)?.focus();
};

const live = (path, show) => {
  const source = new EventSource(path);
  source.onmessage = (event) => show(JSON.parse(event.data));
  source.addEventListener("gone", () => { source.close(); location.assign("/"); });
};

part("sign-out")?.addEventListener("click", async () => { await send("/sign-out", {}); location.assign("/"); });

part("sign-in")?.addEventListener("click", (event) => attempt([event.currentTarget], async () => {
  await send("/sign-in", await signed(await send("/sign-in/challenge", {})));
  location.assign("/");
}));

part("answer")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const verdict = event.submitter.value;
  const form = event.currentTarget;
  attempt([...form.querySelectorAll("button")], async () => {
    const where = `/holds/${encodeURIComponent(page.hold)}`;
    const asked = await send(`${where}/ballots`, { verdict, reason: form.elements.reason.value.trim() });
    showHold(await send(`${where}/votes`, await signed(asked)));
    tell(verdict === "approve" ? "You approved it. Your signature is kept." : "You denied it. Your signature is kept.");
  });
});

part("enrol")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const person = event.currentTarget.elements.person.value.trim();
  attempt([event.submitter], async () => {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: crypto.getRandomValues(new Uint8Array(32)),
        rp: { id: location.hostname, name: "Muniment approver desk" },
        user: { id: crypto.getRandomValues(new Uint8Array(16)), name: person, displayName: person },
        pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -35 }],
        authenticatorSelection: { userVerification: "required" },
        attestation: "none",
      },
    });
    const file = `${person.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "approver"}.pub`;
    const der = encoded(made.response.getPublicKey()).match(/.{1,64}/g).join("\n");
    part("file-name").textContent = file;
    part("pem").textContent = `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`;
    part("toml").textContent = `[[keys]]\nfile = ${JSON.stringify(file)}\nperson = ${JSON.stringify(person)}\nroles = ["approver"]\ncredential = "${urlEncoded(made.rawId)}"\n`;
    part("made").hidden = false;
    part("made-title").focus();
  });
});

if (page.kind === "hold") { countDown(); live(`/holds/${encodeURIComponent(page.hold)}/live`, showHold); }
if (page.kind === "list" && !location.search) live("/live", showList);
