// What a mail says: plain text, from the words of the page.
#pragma once

#include <string>

#include "authority/ports.h"

namespace parasol::server {

struct MailText {
    std::string subject;  // one line
    std::string body;
};
// `portal`: where the page is, with a slash at its end.
MailText mail_text(const Mail& mail, const std::string& portal);

// One line without control characters, whatever somebody was called.
std::string one_line(const std::string& text);
// A header's value, as RFC 2047 has it where it is not plain ASCII; always one line.
std::string header_text(const std::string& text);

}  // namespace parasol::server
