#include "activitypub/html/element_attributes.hpp"

#include "activitypub/html/code_points.hpp"
#include "activitypub/html/html_writer.hpp"
#include "activitypub/html/safe_url.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace folkmoot::activitypub {

namespace {

constexpr std::size_t max_class_tokens = 16;
constexpr std::size_t max_class_token_bytes = 64;
constexpr std::size_t max_text_attribute_bytes = 6000;  // 1,500 characters of four bytes
constexpr char32_t waving_black_flag = 0x1F3F4;

constexpr auto class_names = std::to_array<std::string_view>(
    {"mention", "hashtag", "ellipsis", "invisible", "quote-inline", "notranslate"}
);
constexpr auto class_prefixes =
    std::to_array<std::string_view>({"h-", "p-", "u-", "dt-", "e-", "language-"});

/// Calls `use` with each word of a list divided by HTML white space.
template <class Use>
void for_each_token(std::string_view list, Use use) {
    constexpr std::string_view space = " \t\n\f\r";
    for (auto start = list.find_first_not_of(space); start != std::string_view::npos;) {
        auto const end = std::min(list.find_first_of(space, start), list.size());
        use(list.substr(start, end - start));
        start = list.find_first_not_of(space, end);
    }
}

bool is_class_allowed(std::string_view token) {
    return token.size() <= max_class_token_bytes &&
           (std::ranges::find(class_names, token) != class_names.end() ||
            std::ranges::any_of(class_prefixes, [&](auto prefix) {
                return token.starts_with(prefix);
            }));
}

/// Writer of the attributes of one element, in the order in which it is asked.
class Judge {
public:
    Judge(AttributeSource const& source, JudgedAttributes& result)
        : source_(source), result_(result) {}

    void write(std::string_view name, std::string_view value) {
        result_.written += ' ';
        result_.written += name;
        result_.written += "=\"";
        append_escaped(result_.written, value);
        result_.written += '"';
    }

    void url(std::string_view name, UrlUse use) {
        auto const raw = source_(name);
        auto judged = raw ? safe_url(*raw, use) : std::nullopt;
        if (!judged) {
            result_.usable = false;
            return;
        }
        result_.url = std::move(*judged);
        write(name, result_.url);
    }

    void classes() {
        auto const raw = source_("class");
        if (!raw) {
            return;
        }
        std::string kept;
        std::size_t count = 0;
        for_each_token(*raw, [&](std::string_view token) {
            if (count < max_class_tokens && is_class_allowed(token)) {
                std::string const clean = without_forbidden(token);
                kept += kept.empty() ? "" : " ";
                kept += clean;
                ++count;
                is_named_ = is_named_ || clean == "mention" || clean == "hashtag";
                result_.invisible = result_.invisible || clean == "invisible";
            }
        });
        if (!kept.empty()) {
            write("class", kept);
        }
    }

    void language_and_direction() {
        auto const lang = source_("lang");
        bool const tag =
            lang && !lang->empty() && lang->size() <= 35 &&
            std::ranges::all_of(*lang, [](char c) { return is_ascii_alnum(c) || c == '-'; });
        if (tag) {
            write("lang", *lang);
        }
        one_of("dir", {"ltr", "rtl", "auto"});
    }

    void one_of(std::string_view name, std::initializer_list<std::string_view> values) {
        if (auto const raw = source_(name)) {
            std::string const value = ascii_lower(*raw);
            if (std::ranges::find(values, value) != values.end()) {
                write(name, value);
            }
        }
    }

    void integer(std::string_view name, int low, int high) {
        auto const raw = source_(name);
        int value = 0;
        if (raw &&
            std::from_chars(raw->data(), raw->data() + raw->size(), value).ec == std::errc{} &&
            value >= low && value <= high) {
            write(name, std::to_string(value));
        }
    }

    void flag(std::string_view name) {
        if (source_(name)) {
            write(name, {});
        }
    }

    void line_of_text(std::string_view name) {
        auto const raw = source_(name);
        if (!raw) {
            return;
        }
        std::string line;
        for_each_token(without_forbidden(*raw), [&](std::string_view word) {
            line += line.empty() ? "" : " ";
            line += word;
        });
        write(name, std::string_view(line).substr(0, utf8_prefix(line, max_text_attribute_bytes)));
    }

    /// `rel` as the policy wants it: our two always, and of the given ones only those that say
    /// nothing of the author.
    void relations() {
        bool tag = false;
        bool no_referrer = false;
        bool ugc = false;
        for_each_token(source_("rel").value_or(""), [&](std::string_view token) {
            tag = tag || ascii_iequals(token, "tag");
            no_referrer = no_referrer || ascii_iequals(token, "noreferrer");
            ugc = ugc || ascii_iequals(token, "ugc");
        });
        std::string rel = tag ? "tag nofollow noopener" : "nofollow noopener";
        rel += no_referrer ? " noreferrer" : "";
        rel += ugc ? " ugc" : "";
        write("rel", rel);
        if (!is_named_) {
            write("target", "_blank");
        }
    }

private:
    AttributeSource const& source_;
    JudgedAttributes& result_;
    bool is_named_ = false;  // a mention or a hashtag
};

}  // namespace

JudgedAttributes judge_attributes(
    ElementRule const& rule, Role role, AttributeSource const& source
) {
    JudgedAttributes result;
    Judge judge(source, result);
    if (role == Role::link) {
        judge.url("href", UrlUse::link);
    } else if (role == Role::image) {
        judge.url("src", UrlUse::image);
    }
    bool const classes = rule.output == "a" || rule.output == "span" || rule.output == "p" ||
                         rule.output == "code" || rule.output == "pre";
    if (classes) {
        judge.classes();
    }
    judge.language_and_direction();
    if (rule.output == "a" || rule.output == "span") {
        judge.one_of("translate", {"yes", "no"});
    }
    if (role == Role::link) {
        judge.relations();
    } else if (role == Role::image) {
        judge.line_of_text("alt");
        judge.line_of_text("title");
        judge.integer("width", 1, 10'000);
        judge.integer("height", 1, 10'000);
        judge.write("loading", "lazy");
    } else if (rule.output == "ol") {
        judge.integer("start", -1'000'000'000, 1'000'000'000);
        judge.flag("reversed");
    } else if (role == Role::item) {
        judge.integer("value", -1'000'000'000, 1'000'000'000);
    } else if (role == Role::cell) {
        judge.integer("colspan", 1, 100);
        judge.integer("rowspan", 1, 100);
        if (rule.output == "th") {
            judge.one_of("scope", {"row", "col", "rowgroup", "colgroup"});
        }
    } else if (role == Role::details) {
        judge.flag("open");
    } else if (rule.output == "abbr") {
        judge.line_of_text("title");
    }
    return result;
}

std::string without_forbidden(std::string_view text) {
    std::string kept;
    kept.reserve(text.size());
    bool in_flag = false;
    for (std::size_t at = 0; at < text.size();) {
        CodePoint const c = decode_utf8(text, at);
        bool const stray_tag = is_tag_character(c.value) && !in_flag;
        if (!is_forbidden(c.value) && !stray_tag) {
            if (c.valid) {
                kept += text.substr(at, c.length);
            } else {
                append_utf8(kept, c.value);
            }
            in_flag = c.value == waving_black_flag || (in_flag && is_tag_character(c.value));
        }
        at += c.length;
    }
    return kept;
}

}  // namespace folkmoot::activitypub
