// Both languages are complete: every message of the sources is in every catalogue, with the same
// placeholders.
#include "tests/webui/messages.hpp"
#include "webui/po/locale.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace folkmoot::webui {
namespace {

std::filesystem::path const folder = FOLKMOOT_SOURCE_DIR "/webui/po";

std::vector<std::string> catalogues() {
    std::vector<std::string> names;
    for (Locale const locale : all_locales)
        if (locale != Locale::en)
            names.emplace_back(gettext_name(locale));
    return names;
}

class Catalogue : public testing::TestWithParam<std::string> {
protected:
    std::map<std::string, CatalogueEntry> const entries_ =
        read_catalogue(folder / (GetParam() + ".po"));
    std::map<std::string, SourceMessage> const messages_ = source_messages();
};

TEST_P(Catalogue, TranslatesEveryMessage) {
    for (auto const& [text, message] : messages_) {
        auto const entry = entries_.find(text);
        ASSERT_NE(entry, entries_.end()) << "missing: " << text;
        EXPECT_FALSE(entry->second.fuzzy) << "fuzzy: " << text;
        EXPECT_EQ(entry->second.plural, message.plural) << text;
        for (std::string const& translation : entry->second.translations)
            EXPECT_FALSE(translation.empty()) << "empty: " << text;
    }
}

TEST_P(Catalogue, HasNoUnusedMessage) {
    for (auto const& [text, entry] : entries_)
        EXPECT_TRUE(messages_.contains(text)) << "unused: " << text;
}

TEST_P(Catalogue, KeepsThePlaceholders) {
    for (auto const& [text, entry] : entries_) {
        std::set<std::string> expected = placeholders(text);
        // Dates may name the month by number or by word.
        bool const date = expected.contains("month_name");
        for (std::string const& translation : entry.translations) {
            std::set<std::string> found = placeholders(translation);
            if (date && found.erase("month") > 0)
                found.insert("month_name");
            EXPECT_EQ(found, expected) << translation;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Languages,
    Catalogue,
    testing::ValuesIn(catalogues()),
    [](auto const& info) { return info.param; }
);

TEST(TemplateCatalogue, IsUpToDate) {
    std::ifstream in(folder / "messages.pot");
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), template_catalogue())
        << "run folkmoot_update_messages";
}

TEST(Terminology, ChineseUsesTheFixedTerms) {
    auto const entries = read_catalogue(folder / "zh_CN.po");
    for (auto const& [text, term] : std::map<std::string, std::string>{
             {"group", "群组"},
             {"topic", "主题"},
             {"reply", "回复"},
             {"member", "成员"},
             {"Moderator", "版主"},
             {"Guidelines", "社区准则"},
             {"Follow from your server", "从你的节点关注"}
         })
        EXPECT_EQ(entries.at(text).translations.at(0), term) << text;
}

}  // namespace
}  // namespace folkmoot::webui
