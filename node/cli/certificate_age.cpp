#include "node/cli/certificate_age.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>

namespace folkmoot::node {

std::optional<std::chrono::seconds> certificate_time_left(
    std::filesystem::path const& file, Time now
) {
    std::unique_ptr<BIO, decltype(&::BIO_free)> const bio(
        ::BIO_new_file(file.c_str(), "r"), &::BIO_free
    );
    if (!bio) {
        return std::nullopt;
    }
    std::unique_ptr<X509, decltype(&::X509_free)> const certificate(
        ::PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), &::X509_free
    );
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch());
    std::unique_ptr<ASN1_TIME, decltype(&::ASN1_TIME_free)> const from(
        ::ASN1_TIME_set(nullptr, static_cast<time_t>(seconds.count())), &::ASN1_TIME_free
    );
    int days = 0;
    int rest = 0;
    if (!certificate || !from ||
        ::ASN1_TIME_diff(&days, &rest, from.get(), ::X509_get0_notAfter(certificate.get())) != 1) {
        return std::nullopt;
    }
    return std::chrono::days(days) + std::chrono::seconds(rest);
}

}  // namespace folkmoot::node
