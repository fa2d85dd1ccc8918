#include "webui/templates/compiled.hpp"

#include "webui/templates/source.hpp"
#include "webui/templates/values.hpp"

#include <ctemplate/per_expand_data.h>
#include <ctemplate/template.h>
#include <ctemplate/template_emitter.h>
#include <ctemplate/template_modifiers.h>
#include <mutex>
#include <new>

namespace folkmoot::webui {

namespace {

// Prints sanitised HTML as it is. Reached only through Section::html, see check_modifiers().
class HtmlModifier : public ctemplate::TemplateModifier {
public:
    void
    Modify(char const* in, std::size_t size, ctemplate::PerExpandData const*, ctemplate::ExpandEmitter* out, std::string const&)
        const override {
        out->Emit(in, size);
    }
};

// Makes a JSON document safe inside a script element (threats X10). All these characters occur in
// strings only, where an escape means the same.
class JsonModifier : public ctemplate::TemplateModifier {
public:
    void
    Modify(char const* in, std::size_t size, ctemplate::PerExpandData const*, ctemplate::ExpandEmitter* out, std::string const&)
        const override {
        std::string_view rest(in, size);
        while (!rest.empty()) {
            auto const special = std::ranges::find_if(rest, [](char c) {
                return c == '<' || c == '>' || c == '&' || c == '\xE2';
            });
            auto const plain = static_cast<std::size_t>(special - rest.begin());
            out->Emit(rest.data(), plain);
            rest.remove_prefix(plain);
            if (rest.empty())
                break;
            std::size_t taken = 1;
            if (rest.front() == '<') {
                out->Emit("\\u003c");
            } else if (rest.front() == '>') {
                out->Emit("\\u003e");
            } else if (rest.front() == '&') {
                out->Emit("\\u0026");
            } else if (rest.starts_with("\xE2\x80\xA8")) {
                out->Emit("\\u2028");
                taken = 3;
            } else if (rest.starts_with("\xE2\x80\xA9")) {
                out->Emit("\\u2029");
                taken = 3;
            } else {
                out->Emit(rest.front());
            }
            rest.remove_prefix(taken);
        }
    }
};

// ctemplate keeps modifiers in one table per process; entering a name twice is refused by it.
void register_modifiers() {
    static std::once_flag once;
    static HtmlModifier const html;
    static JsonModifier const json;
    std::call_once(once, [] {
        if (!ctemplate::AddXssSafeModifier("x-html", &html) ||
            !ctemplate::AddXssSafeModifier("x-json", &json))
            throw std::logic_error("template modifiers are registered already");
    });
}

}  // namespace

void Section::view(Name<NameKind::text> name, std::string_view lasting) {
    values_->set(name.words, lasting);
}

void Section::text(Name<NameKind::text> name, std::string_view passing) {
    values_->set_copy(name.words, passing);
}

void Section::html(Name<NameKind::html> name, activitypub::Html const& lasting) {
    values_->set(name.words, lasting.view());
}

void Section::json(Name<NameKind::json> name, std::string_view document) {
    values_->set_copy(name.words, document);
}

void Section::show(Name<NameKind::text> name) {
    values_->show(name.words);
}

void Section::show_if(bool condition, Name<NameKind::text> name) {
    if (condition)
        show(name);
}

Section Section::add(Name<NameKind::text> name) {
    return Section(&values_->add(name.words));
}

void Section::optional(
    Name<NameKind::text> section, Name<NameKind::text> name, std::string_view lasting
) {
    if (lasting.empty())
        return;
    view(name, lasting);
    show(section);
}

Fill::Fill()
    : pool_(32 * 1024),
      values_(new(pool_.allocate(sizeof(Values), alignof(Values))) Values(nullptr, pool_)) {}

CompiledTemplates::CompiledTemplates(Locale locale) : language_(locale) {
    register_modifiers();
    for (std::size_t page = 0; page < page_names.size(); ++page) {
        std::string const source = page_source(page_names[page], language_);
        pages_[page].reset(
            ctemplate::Template::StringToTemplate(source, ctemplate::STRIP_WHITESPACE)
        );
        if (!pages_[page])
            throw std::logic_error("template " + std::string(page_names[page]) + " does not parse");
    }
}

CompiledTemplates::~CompiledTemplates() = default;
CompiledTemplates::CompiledTemplates(CompiledTemplates&&) noexcept = default;

std::string CompiledTemplates::expand(PageName page, Fill const& values) const {
    std::string out;
    out.reserve(32 * 1024);
    pages_[static_cast<std::size_t>(page)]->Expand(&out, values.values_);
    return out;
}

}  // namespace folkmoot::webui
