const https = require("https");

function agents(ca) {
  // ruleid: tls-verification-disabled
  const open = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  // ok: tls-verification-disabled
  const strict = new https.Agent({ keepAlive: true, ca });
  // ruleid: weak-tls-version
  const old = new https.Agent({ minVersion: "TLSv1" });
  // ok: weak-tls-version
  const recent = new https.Agent({ minVersion: "TLSv1.2" });
  // ruleid: tls-verification-disabled
  const anyHost = new https.Agent({ ca, checkServerIdentity: () => {} });
  // ruleid: tls-verification-disabled
  const noHost = new https.Agent({ checkServerIdentity: function (host, certificate) { return undefined; } });
  // ok: tls-verification-disabled
  const pinned = new https.Agent({ checkServerIdentity: (host, certificate) => compare(certificate) });
  return { open, strict, old, recent, anyHost, noHost, pinned };
}

// ruleid: tls-verification-disabled
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
module.exports = agents;
