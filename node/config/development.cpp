#include "node/config/development.hpp"

#include <boost/asio/ip/address_v4.hpp>

#include <ifaddrs.h>
#include <memory>
#include <netinet/in.h>

namespace folkmoot::node {
namespace {

bool is_own_address(boost::asio::ip::address_v4 const& wanted) {
    ifaddrs* raw = nullptr;
    if (::getifaddrs(&raw) != 0) {
        return wanted.is_loopback();
    }
    std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> const list{raw, &::freeifaddrs};
    for (auto const* one = list.get(); one != nullptr; one = one->ifa_next) {
        if (one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET) {
            auto const* const address = reinterpret_cast<sockaddr_in const*>(one->ifa_addr);
            if (ntohl(address->sin_addr.s_addr) == wanted.to_uint()) {
                return true;
            }
        }
    }
    return wanted.is_loopback();
}

}  // namespace

bool is_localhost_name(std::string const& domain) {
    return domain == "localhost" || domain.ends_with(".localhost");
}

bool is_ip_address(std::string const& domain) {
    boost::system::error_code error;
    boost::asio::ip::make_address_v4(domain, error);
    return !error;
}

bool may_develop(std::string const& domain) {
    if (is_localhost_name(domain) || domain.ends_with(".test")) {
        return true;
    }
    boost::system::error_code error;
    auto const address = boost::asio::ip::make_address_v4(domain, error);
    return !error && is_own_address(address);
}

}  // namespace folkmoot::node
