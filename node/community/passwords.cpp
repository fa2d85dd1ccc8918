#include "node/community/passwords.hpp"

#include "federation/client/run_on.hpp"
#include "node/fold_errors.hpp"

#include <array>
#include <sodium.h>

namespace folkmoot::node {
namespace {

using HashText = std::array<char, crypto_pwhash_STRBYTES>;

Result<std::string> hash_now(std::string& password, PasswordCost const& cost) {
    HashText text{};
    int const failed = ::crypto_pwhash_str_alg(
        text.data(),
        password.data(),
        password.size(),
        cost.operations,
        cost.memory,
        crypto_pwhash_ALG_ARGON2ID13
    );
    ::sodium_memzero(password.data(), password.size());
    if (failed != 0) {
        return refused(
            ErrorCode::internal, "The server is short of memory. Please try again.", "argon2id"
        );
    }
    return std::string(text.data());
}

}  // namespace

boost::asio::awaitable<Result<std::string>> hash_password(
    Services& services, std::string password
) {
    auto work = [cost = services.limits.password_cost, secret = std::move(password)]() mutable {
        return hash_now(secret, cost);
    };
    co_return co_await federation::run_on(services.crypto_pool, std::move(work));
}

boost::asio::awaitable<bool> matches_password(
    Services& services, std::string hash, std::string password
) {
    auto work = [cost = services.limits.password_cost,
                 expected = std::move(hash),
                 secret = std::move(password)]() mutable {
        if (expected.empty()) {
            // The same work as for a real account: making a hash costs what checking one does.
            auto const ignored = hash_now(secret, cost);
            return false;
        }
        bool const matches =
            ::crypto_pwhash_str_verify(expected.c_str(), secret.data(), secret.size()) == 0;
        ::sodium_memzero(secret.data(), secret.size());
        return matches;
    };
    co_return co_await federation::run_on(services.crypto_pool, std::move(work));
}

}  // namespace folkmoot::node
