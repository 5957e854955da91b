// Whether what was verified can be believed under a policy. The numbers go on from those of the certificate, as in
// `prove/trust.py`. This page checks no time stamps: where one could matter, it says so, and does not guess.

const STAMPS = "timestamps/";
const USE_COMMAND_LINE = "verify it with the command line, which checks that";

function refusalOf(grant, signed, day) {
  if (!grant.roles.includes("signatory") && !grant.roles.includes("reviewer")) return `is trusted for ${grant.roles.map((role) => DATA.roles[role]).join(" and ")} alone`;
  return refusalByDay(grant, signed, day);
}

function refusalByDay(grant, signed, day) {
  if (grant.start && signed < grant.start) return `is trusted from ${grant.start}, after ${signed}`;
  if (grant.until && grant.until < signed) return `is trusted until ${grant.until}, before ${signed}`;
  if (!grant.revoked || day < grant.revoked) return "";
  return `was revoked on ${grant.revoked}${grant.why ? ` (${grant.why})` : ""}, and the signature is not proven to be older`;
}

// Check a package, or a certificate alone, and the packages in it. Returns who signed, and warnings.
async function believe(found, policy, day, check) {
  const { predicate, made, unchecked } = found.certificate;
  const issued = predicate.issuedAt.slice(0, 10);
  const stamps = policy.authorities.length ? (found.stamps ?? []) : [];
  const first = DATA.certificateChecks.length + 1;
  // What this page cannot check may be just what is missing: then it does not say that the check failed.
  const unless = (what, failure) => (what ? new NotHere(failure.where, `${failure.what}. But ${what}`, USE_COMMAND_LINE) : failure);
  const byStamp = stamps.length && "the package has a time stamp, which this page cannot check";
  const bySignature = unchecked && `${UNCHECKED} may change that`;
  const numbered = (number, why, run) =>
    check(String(first + number), DATA.trustChecks[number], () => {
      try {
        return run();
      } catch (failure) {
        throw unless(why, failure);
      }
    });
  const { signed, refused } = await numbered(0, byStamp || bySignature, () => counted(policy, made, issued, day));
  await numbered(1, bySignature || byStamp, () => {
    bySignatory(predicate, policy, signed);
    apartByPolicy(predicate, policy.people);
  });
  const persons = personsOf(signed, policy.people);
  await numbered(2, bySignature || byStamp, () => {
    if (persons.length < policy.threshold) throw new Failed("signatures", `${persons.length} persons signed (${persons.join(", ")}), and the policy asks for ${policy.threshold}`);
  });
  const sealed = found.sealedBy.map((keyid) => policy.grants.find((grant) => grant.keyid === keyid)).filter(Boolean);
  const whys = sealed.map((grant) => refusalOf(grant, issued, day));
  if (found.sealedBy.length && whys.every(Boolean)) {
    await check("P5", DATA.packageChecks[4], () => {
      throw new Failed("signatures", `no key counts for the manifest: ${sealed.map((grant, at) => `the key of ${grant.person} ${whys[at]}`).join("; ")}`);
    });
  }
  const warnings = stamps.map((name) => `\`${name}\` was not checked: this page cannot check time stamps, so the time is as the signatory says`);
  for (const each of found.nested) {
    const within = await believe(each, policy, day, quietly(insideOf(each.name, check)));
    warnings.push(...within.warnings.map((warning) => `${each.name}: ${warning}`));
  }
  return { signed, refused, persons, warnings };
}

function counted(policy, made, issued, day) {
  if (policy.stamped) throw new NotHere("time stamp", "the policy asks for one, and this page cannot check time stamps", USE_COMMAND_LINE);
  const known = made.flatMap(([keyid, algorithm]) => policy.grants.filter((grant) => grant.keyid === keyid).map((grant) => ({ grant, algorithm, why: refusalOf(grant, issued, day) })));
  const signed = known.filter(({ why }) => !why);
  const refused = known.filter(({ why }) => why);
  if (!signed.length) throw new Failed("signatures", `no key counts: ${refused.map(({ grant, why }) => `the key of ${grant.person} ${why}`).join("; ") || "none is in the policy"}`);
  return { signed, refused };
}

function bySignatory({ signatory: { name } }, policy, signed) {
  const own = signed.filter(({ grant }) => grant.person === name && grant.roles.includes("signatory"));
  if (!own.length) throw new Failed("signatures", `none is by a key that the policy gives to \`${name}\` as a signatory; signed by ${signed.map(({ grant }) => `\`${grant.person}\``).join(", ")}`, "compare the names in the policy and in the statement");
  const missing = policy.algorithms.find((wanted) => !own.some(({ algorithm }) => algorithm === wanted));
  if (missing) throw new Failed("signatures", `\`${name}\` did not sign by \`${missing}\`, which the policy asks for`);
}

// Check 13 again, by names that only the policy knows.
function apartByPolicy({ requestedBy, signatory, reviews }, one) {
  if (requestedBy && one(requestedBy) === one(signatory.name)) throw new Failed("requestedBy", `\`${requestedBy}\` asked for the statement and signed it as \`${signatory.name}\``);
  const own = reviews.find((each) => requestedBy && one(each.by) === one(requestedBy));
  if (own) throw new Failed("reviews", `\`${requestedBy}\` asked for the statement and reviewed it as \`${own.by}\``);
}

// The different persons; names that look alike, or that the policy gives to one, are of one.
function personsOf(signed, one) {
  const found = new Map();
  for (const { grant } of signed) if (!found.has(one(grant.person))) found.set(one(grant.person), grant.person);
  return [...found.values()];
}
