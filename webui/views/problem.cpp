#include "webui/views/problem.hpp"

#include "webui/views/fill_parts.hpp"
#include "webui/views/frame.hpp"

#include <algorithm>
#include <array>

namespace folkmoot::webui {

namespace {

struct Words {
    int status;
    std::string_view scene;  // symbol of scenes.svg
    char const* heading;
    char const* explanation;
};

constexpr std::array words{
    Words{
        400,
        "bridge",
        mark("The request cannot be read"),
        mark(
            "Your browser sent something that this node does not understand. Go back and try again."
        )
    },
    Words{401, "gate", mark("Sign in first"), mark("This page is for members who have signed in.")},
    Words{
        403,
        "gate",
        mark("This is not open to you"),
        mark("Only some members may see or do this. If you belong to them, sign in with the right "
             "account.")
    },
    Words{
        404,
        "sign",
        mark("There is nothing at this address"),
        mark("The address may be wrong, or the page is not for everybody. Check it, or start from "
             "the home page.")
    },
    Words{
        405,
        "bridge",
        mark("This address takes no such request"),
        mark("You probably opened the target of a form. Go back to the page with the form.")
    },
    Words{
        406,
        "bridge",
        mark("No such format"),
        mark("This page does not exist in a format that your browser asked for.")
    },
    Words{
        410,
        "stone",
        mark("This was here once"),
        mark("The author deleted it. Copies on other servers have been asked to do the same.")
    },
    Words{
        413,
        "bridge",
        mark("That is too large"),
        mark("What you sent is larger than this node takes. Send less, or a smaller file.")
    },
    Words{
        422,
        "bridge",
        mark("The form is not complete"),
        mark("Something in the form is missing or wrong. Go back, correct it and send it again.")
    },
    Words{
        429,
        "glass",
        mark("Too many requests"),
        mark("This node needs a short break from you. Wait a moment, then try again.")
    },
    Words{
        500,
        "bridge",
        mark("Something broke on our side"),
        mark("This is not your fault. Try again; if it happens again, tell the staff of this node.")
    },
    Words{
        503,
        "glass",
        mark("The node is busy"),
        mark("It cannot answer right now. Wait a moment, then try again.")
    },
};

Words const& words_for(int status) {
    auto const exact = std::ranges::find(words, status, &Words::status);
    if (exact != words.end())
        return *exact;
    return *std::ranges::find(words, status >= 500 ? 500 : 400, &Words::status);
}

std::string explanation(Language const& language, ProblemPage const& page) {
    if (page.retry_after && (page.status == 429 || page.status == 503))
        return language.tr(
            "Try again in {time}.", {{"time", language.duration(*page.retry_after)}}
        );
    if (page.status == 410 && page.removed_by_moderator)
        return std::string(language.tr("A moderator removed it because it broke the guidelines."));
    return std::string(language.tr(words_for(page.status).explanation));
}

}  // namespace

std::string render_problem(
    Templates const& templates, Chrome const& chrome, ProblemPage const& page
) {
    CompiledTemplates const& compiled = templates.in(chrome.locale);
    Language const& language = compiled.language();
    Words const& said = words_for(page.status);
    std::string const heading(language.tr(said.heading));
    Fill const fill;
    Section root = fill.root();
    fill_frame(
        root,
        language,
        chrome,
        {.title = heading,
         .canonical = chrome.path.substr(0, chrome.path.find('?')),
         .noindex = true,
         .open_graph = false}
    );
    root.view("SCENE", said.scene);
    root.text("STATUS", std::to_string(page.status));
    root.view("HEADING", heading);
    root.text("EXPLANATION", explanation(language, page));
    if (page.gone_since) {
        root.show("SINCE");
        fill_time(root, language, {"SINCE_ISO", "SINCE_DATE", "SINCE_FULL"}, *page.gone_since);
    }
    root.show_if(!chrome.viewer && (page.status == 401 || page.status == 403), "TO_SIGN_IN");
    if (page.status == 429 || page.status >= 500)
        root.optional("RETRY", "RETRY_PATH", chrome.path);
    if (page.group) {
        root.show("IN_GROUP");
        fill_group(root, *page.group);
        root.text("TO_GROUP_TEXT", language.tr("Go to {group}", {{"group", page.group->title}}));
    }
    root.optional("TRACED", "REQUEST_ID", page.request_id);
    return compiled.expand(PageName::problem, fill);
}

}  // namespace folkmoot::webui
