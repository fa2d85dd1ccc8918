// folkmoot_update_messages: writes webui/po/messages.pot from templates and sources. Afterwards,
// for each language:
//   msgmerge --update --no-fuzzy-matching --no-wrap webui/po/zh_CN.po webui/po/messages.pot
#include "tests/webui/messages.hpp"

#include <fstream>

int main() {
    std::ofstream(FOLKMOOT_SOURCE_DIR "/webui/po/messages.pot")
        << folkmoot::webui::template_catalogue();
}
