// `Digest` and `Content-Digest` over a fixed body: only a header that holds its digest passes.
#include "activitypub/signature/digest.hpp"

#include "activitypub/signature/base64.hpp"
#include "tests/fuzz/target.hpp"

namespace folkmoot::fuzz {
namespace {

using namespace folkmoot::activitypub;

constexpr std::string_view body = "{\"hello\": \"world\"}";

/// Whether a digest stands in a header, in either alphabet; the end of its base64 may be written in
/// several ways.
bool holds(std::string_view header, Bytes const& digest) {
    auto const found = [header](std::string_view base64) {
        return header.find(base64.substr(0, 40)) != std::string_view::npos;
    };
    return found(encode_base64(digest)) || found(encode_base64url(digest));
}

}  // namespace

void fuzz_digest(std::string_view input) {
    for (auto const& verified : {verify_digest(input, body), verify_content_digest(input, body)}) {
        if (verified) {
            require(
                holds(input, sha256(bytes_of(body))) || holds(input, sha512(bytes_of(body))),
                "only the digest of the body passes"
            );
        } else {
            require(!verified.error().detail.empty(), "an error says why");
        }
    }
}

}  // namespace folkmoot::fuzz
