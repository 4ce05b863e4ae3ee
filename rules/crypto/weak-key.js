const crypto = require("crypto");
// ruleid: weak-key
const weak = crypto.generateKeyPairSync("rsa", { modulusLength: 1024 });
// ok: weak-key
const strong = crypto.generateKeyPairSync("rsa", { modulusLength: 3072 });
module.exports = { weak, strong };

// ruleid: weak-key
crypto.generateKeyPair("dsa", { modulusLength: 1024, divisorLength: 224 }, done);
// ruleid: weak-key
crypto.generateKeyPairSync("ec", { namedCurve: "secp112r2" });
// ok: weak-key
crypto.generateKeyPairSync("ec", { namedCurve: "secp256k1" });
