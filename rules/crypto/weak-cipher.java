import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;

class Sealing {
    void ciphers(String name) throws Exception {
        // ruleid: weak-cipher
        Cipher a = Cipher.getInstance("DES/CBC/PKCS5Padding");
        // ruleid: weak-cipher
        Cipher b = Cipher.getInstance("AES/ECB/PKCS5Padding");
        // ruleid: weak-cipher
        KeyGenerator c = KeyGenerator.getInstance("DES");
        // ok: weak-cipher
        Cipher d = Cipher.getInstance("AES/GCM/NoPadding");
        // ok: weak-cipher
        KeyGenerator e = KeyGenerator.getInstance("AES");
        // ok: weak-cipher
        Cipher f = Cipher.getInstance(name);
    }
}
