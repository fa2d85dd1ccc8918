// Public keys as actors publish them: what is read reads back from each form that it writes.
#include "activitypub/signature/key.hpp"
#include "tests/fuzz/target.hpp"

namespace folkmoot::fuzz {

using namespace folkmoot::activitypub;

void fuzz_public_key(std::string_view input) {
    for (auto const& key :
         {PublicKey::from_pem(input),
          PublicKey::from_multibase(input),
          PublicKey::from_der(bytes_of(input))}) {
        if (!key) {
            require(!key.error().detail.empty(), "an error says why");
            continue;
        }
        require(PublicKey::from_pem(key->to_pem()) == *key, "PEM reads back");
        require(PublicKey::from_multibase(key->to_multibase()) == *key, "multibase reads back");
        require(PublicKey::from_der(key->to_der()) == *key, "DER reads back");
        require(
            key->type() == KeyType::ed25519 || (key->bits() >= 2048 && key->bits() <= 8192),
            "an RSA key has a size that is safe and affordable"
        );
    }
}

}  // namespace folkmoot::fuzz
