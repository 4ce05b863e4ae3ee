import java.security.KeyPairGenerator;

class KeyPairs {
    void make() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        // ruleid: weak-key
        generator.initialize(1024);
        // ok: weak-key
        generator.initialize(3072);
    }
}
