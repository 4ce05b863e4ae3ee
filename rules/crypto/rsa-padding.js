const crypto = require("crypto");

exports.seal = (key, data) => [
  // ruleid: weak-rsa-padding
  crypto.publicEncrypt({ key, padding: crypto.constants.RSA_PKCS1_PADDING }, data),
  // ok: weak-rsa-padding
  crypto.publicEncrypt({ key, padding: crypto.constants.RSA_PKCS1_OAEP_PADDING }, data),
];
