#include "activitypub/discovery/host_meta.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace folkmoot::activitypub {
namespace {

constexpr char const* ours = "https://folk.example/.well-known/webfinger?resource={uri}";

TEST(HostMeta, IsWrittenAsXml) {
    EXPECT_EQ(
        write_host_meta_xml("https://folk.example"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n"
        "  <Link rel=\"lrdd\" "
        "template=\"https://folk.example/.well-known/webfinger?resource={uri}\"/>\n"
        "</XRD>\n"
    );
}

TEST(HostMeta, ReadsWhatItWrites) {
    EXPECT_EQ(read_lrdd_template(write_host_meta_xml("https://folk.example")), ours);
    EXPECT_EQ(read_lrdd_template(write_host_meta_json("https://folk.example").dump()), ours);
}

TEST(HostMeta, ReadsOthers) {
    EXPECT_EQ(
        read_lrdd_template("\xEF\xBB\xBF<?xml version='1.0'?><XRD "
                           "xmlns='http://docs.oasis-open.org/ns/xri/xrd-1.0' "
                           "xmlns:hm='http://host-meta.net/xrd/1.0'><hm:Host>a</hm:Host><Link "
                           "rel='other' template='https://b.example/{uri}'/>"
                           "<Link type='application/xrd+xml' rel='lrdd' "
                           "template='https://a.example/wf?a=1&amp;r={uri}'/></XRD>"),
        "https://a.example/wf?a=1&r={uri}"
    );
}

struct BadCase {
    char const* name;
    std::string document;
    ErrorCode code;
};

class BadHostMeta : public testing::TestWithParam<BadCase> {};

TEST_P(BadHostMeta, IsRefused) {
    auto const result = read_lrdd_template(GetParam().document);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(
    Documents,
    BadHostMeta,
    testing::Values(
        BadCase{"Empty", "", ErrorCode::malformed},
        BadCase{"Text", "hello", ErrorCode::malformed},
        BadCase{"Unclosed", "<XRD><Link rel='lrdd'", ErrorCode::malformed},
        BadCase{
            "DocumentType",
            "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><XRD><Link rel='lrdd' "
            "template='&e;{uri}'/></XRD>",
            ErrorCode::malformed
        },
        BadCase{
            "UnknownEntity",
            "<XRD><Link rel='lrdd' template='&e;{uri}'/></XRD>",
            ErrorCode::malformed
        },
        BadCase{"OtherEncoding", std::string("<\0X\0", 4), ErrorCode::malformed},
        BadCase{"NoLink", "<XRD/>", ErrorCode::missing},
        BadCase{
            "NoVariable",
            "<XRD><Link rel='lrdd' template='https://a.example/'/></XRD>",
            ErrorCode::missing
        },
        BadCase{
            "JsonWithout", "{\"links\":[{\"rel\":\"lrdd\",\"template\":7}]}", ErrorCode::missing
        },
        BadCase{"JsonBroken", "{\"links\":", ErrorCode::malformed},
        BadCase{"TooLarge", std::string(65 * 1024, '<'), ErrorCode::too_large}
    ),
    [](auto const& info) { return std::string(info.param.name); }
);

TEST(HostMeta, ExpandsTheTemplate) {
    EXPECT_EQ(
        expand_lrdd_template("https://a.example/wf?r={uri}&x", "acct:ana+b@a.example"),
        "https://a.example/wf?r=acct%3Aana%2Bb%40a.example&x"
    );
}

}  // namespace
}  // namespace folkmoot::activitypub
