#include "tests/support/test_certificates.hpp"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

namespace folkmoot::tests {

namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Certificate = std::shared_ptr<X509>;

void require(bool condition) {
    if (!condition) {
        throw std::runtime_error("cannot make a test certificate");
    }
}

Key make_key() {
    return Key(EVP_EC_gen("P-256"), EVP_PKEY_free);
}

void add_extension(X509* certificate, X509* issuer, int nid, std::string const& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> const extension(
        X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()), X509_EXTENSION_free
    );
    require(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1);
}

constexpr long day = 86'400;

Certificate make_certificate(
    std::string const& name,
    bool authority,
    Key const& key,
    X509* issuer,
    Key const& issuer_key,
    long from,
    long until
) {
    Certificate certificate(X509_new(), X509_free);
    X509_set_version(certificate.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), std::rand() + 1L);
    X509_gmtime_adj(X509_getm_notBefore(certificate.get()), from);
    X509_gmtime_adj(X509_getm_notAfter(certificate.get()), until);
    X509_set_pubkey(certificate.get(), key.get());
    X509_NAME_add_entry_by_txt(
        X509_get_subject_name(certificate.get()),
        "CN",
        MBSTRING_ASC,
        reinterpret_cast<unsigned char const*>(name.c_str()),
        -1,
        -1,
        0
    );
    X509* const signer = issuer != nullptr ? issuer : certificate.get();
    X509_set_issuer_name(certificate.get(), X509_get_subject_name(signer));
    add_extension(
        certificate.get(),
        signer,
        NID_basic_constraints,
        authority ? "critical,CA:TRUE" : "CA:FALSE"
    );
    if (!authority) {
        add_extension(certificate.get(), signer, NID_subject_alt_name, "DNS:" + name);
    }
    require(X509_sign(certificate.get(), issuer_key.get(), EVP_sha256()) > 0);
    return certificate;
}

using File = std::unique_ptr<std::FILE, decltype(&std::fclose)>;

File open_for_writing(std::string const& path) {
    File file(std::fopen(path.c_str(), "wb"), std::fclose);
    require(file != nullptr);
    return file;
}

void write_certificate(std::string const& path, X509* certificate) {
    require(PEM_write_X509(open_for_writing(path).get(), certificate) == 1);
}

void write_key(std::string const& path, EVP_PKEY* key) {
    require(
        PEM_write_PrivateKey(
            open_for_writing(path).get(), key, nullptr, nullptr, 0, nullptr, nullptr
        ) == 1
    );
}

std::filesystem::path make_folder() {
    std::string pattern =
        (std::filesystem::temp_directory_path() / "folkmoot-certificates-XXXXXX").string();
    require(::mkdtemp(pattern.data()) != nullptr);
    return pattern;
}

}  // namespace

struct TestCertificates::State {
    Key key = make_key();
    Certificate certificate =
        make_certificate("Folkmoot test authority", true, key, nullptr, key, -day, day);
};

TestCertificates::TestCertificates() : folder_(make_folder()), state_(std::make_unique<State>()) {
    write_certificate(ca_file(), state_->certificate.get());
}

TestCertificates::~TestCertificates() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::string TestCertificates::ca_file() const {
    return folder_ / "ca.pem";
}

CertificateFiles TestCertificates::leaf(std::string const& host, Leaf kind) {
    auto const key = make_key();
    bool const alone = kind == Leaf::self_signed;
    bool const expired = kind == Leaf::expired;
    auto const certificate = make_certificate(
        kind == Leaf::wrong_name ? "other.example" : host,
        false,
        key,
        alone ? nullptr : state_->certificate.get(),
        alone ? key : state_->key,
        expired ? -2 * day : -day,
        expired ? -day : day
    );
    auto const stem = (folder_ / std::to_string(++made_)).string();
    CertificateFiles files{stem + ".pem", stem + ".key"};
    write_certificate(files.chain, certificate.get());
    write_key(files.key, key.get());
    return files;
}

}  // namespace folkmoot::tests
