import java.security.KeyPairGenerator;

class KeyPairs {
    void make() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        // ruleid: weak-key
        generator.initialize(1024);
        // ok: weak-key
        generator.initialize(3072);
    }

    Object specifications() {
        // ruleid: weak-key
        new java.security.spec.RSAKeyGenParameterSpec(1024, java.security.spec.RSAKeyGenParameterSpec.F4);
        // ok: weak-key
        return new java.security.spec.RSAKeyGenParameterSpec(3072, java.security.spec.RSAKeyGenParameterSpec.F4);
    }
}
