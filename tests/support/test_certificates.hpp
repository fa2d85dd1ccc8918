// Certificates made on the spot for TLS tests: an authority of our own and leaves of every wrong
// kind.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace folkmoot::tests {

/// What is wrong with a leaf.
enum class Leaf { good, self_signed, expired, wrong_name };

/// A certificate chain and its key as PEM files.
struct CertificateFiles {
    std::string chain;
    std::string key;
};

/// Makes an authority in a temporary folder, which goes with this object.
class TestCertificates {
public:
    TestCertificates();
    ~TestCertificates();
    TestCertificates(TestCertificates const&) = delete;
    TestCertificates& operator=(TestCertificates const&) = delete;

    /// PEM file of the authority.
    std::string ca_file() const;

    /// A leaf for the DNS name `host` (for Leaf::wrong_name: for another), valid now but for
    /// Leaf::expired.
    CertificateFiles leaf(std::string const& host, Leaf kind = Leaf::good);

private:
    struct State;
    std::filesystem::path folder_;
    std::unique_ptr<State> state_;
    int made_ = 0;
};

}  // namespace folkmoot::tests
