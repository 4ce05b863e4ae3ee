const crypto = require("crypto");
// ruleid: weak-key
const weak = crypto.generateKeyPairSync("rsa", { modulusLength: 3072 });
// ok: weak-key
const strong = crypto.generateKeyPairSync("rsa", { modulusLength: 3072 });
module.exports = { weak, strong };
