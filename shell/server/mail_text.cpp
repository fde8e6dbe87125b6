#include "shell/server/mail_text.h"

#include <sodium.h>

#include "ui/routes.h"
#include "ui/words.h"

namespace parasol::server {
namespace {

// Of a header line, what an encoded word may take of UTF-8: base64 of it stays below 75.
constexpr std::size_t longest_piece = 42;

std::string greeting(const Mail& mail) {
    return mail.name.empty() ? std::string("Hello,\n\n") : "Hello " + one_line(mail.name) + ",\n\n";
}

std::string link(const Mail& mail, const std::string& portal) { return link_address(portal, mail.token) + "\n\n"; }

// Where a notice can be looked at: its account, where it has one.
std::string place(const NoticeRow& notice, const std::string& portal) {
    Route route;
    route.page = Page::notices;
    route.home = notice.account;
    route.account = notice.account;
    return portal + "#" + to_string(route);
}

MailText invitation(const Mail& mail, const std::string& portal) {
    const InvitationRow& row = mail.invitation;
    const std::string account = one_line(row.account_name);
    return {one_line(row.invited_by_name) + " invites you to administer " + account,
            "Hello,\n\n" + one_line(row.invited_by_name) + " invites you to administer " + account + " as " +
                std::string(words::role(row.role, row.account_kind)) + ". This link accepts it, once, until " +
                words::date(mail.expires) + ":\n\n" + link(mail, portal) +
                "If you do not know what this is about, ignore it: nothing happens without the link.\n"};
}

MailText notices(const Mail& mail, const std::string& portal) {
    std::string body = greeting(mail);
    for (const NoticeRow& notice : mail.notices) {
        body += one_line(words::describe(notice)) + "\n" + place(notice, portal) + "\n\n";
    }
    body += "What you are told by e-mail you choose in the portal, under Notices.\n";
    const std::string first = one_line(words::describe(mail.notices.front()));
    const std::size_t others = mail.notices.size() - 1;
    return {others == 0 ? first : first + " (and " + std::to_string(others) + " more)", body};
}

MailText changed(const Mail& mail, const std::string& subject, const std::string& portal) {
    return {subject, greeting(mail) + subject + ", on " + words::date_time(mail.made) +
                         " UTC. If that was you, there is nothing to do.\n\nIf it was not, choose another "
                         "password with \"Forgot password?\" at once, and tell whoever runs the portal:\n\n" +
                         portal + "\n"};
}

}  // namespace

MailText mail_text(const Mail& mail, const std::string& portal) {
    switch (mail.kind) {
        case MailKind::invitation: return invitation(mail, portal);
        case MailKind::notices: return notices(mail, portal);
        case MailKind::password_reset:
            return {"Choose another password", greeting(mail) + "with this link you choose another password, once, "
                                               "within an hour:\n\n" + link(mail, portal) +
                                               "If you did not ask for it, ignore it: your password stays as it is.\n"};
        case MailKind::password_changed: return changed(mail, "Your password was changed", portal);
        case MailKind::second_factor_on: return changed(mail, "A second factor was turned on", portal);
        case MailKind::second_factor_off: return changed(mail, "Your second factor was turned off", portal);
        case MailKind::recovery_codes_made: break;
    }
    return changed(mail, "New recovery codes were made", portal);
}

std::string one_line(const std::string& text) {
    std::string line;
    for (const char symbol : text) {
        const auto byte = static_cast<unsigned char>(symbol);
        line.push_back(byte < 0x20 || byte == 0x7F ? ' ' : symbol);
    }
    return line;
}

std::string header_text(const std::string& text) {
    const std::string line = one_line(text);
    bool plain = line.size() <= 200 && line.find("=?") == std::string::npos;
    for (const char symbol : line) plain = plain && static_cast<unsigned char>(symbol) < 0x80;
    if (plain) return line;
    std::string encoded;
    for (std::size_t at = 0; at < line.size();) {
        std::size_t end = std::min(at + longest_piece, line.size());
        while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
        const std::string piece = line.substr(at, end - at);
        std::string base64(sodium_base64_encoded_len(piece.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
        sodium_bin2base64(base64.data(), base64.size(), reinterpret_cast<const unsigned char*>(piece.data()),
                          piece.size(), sodium_base64_VARIANT_ORIGINAL);
        base64.pop_back();
        encoded += (encoded.empty() ? "=?utf-8?B?" : "\r\n =?utf-8?B?") + base64 + "?=";
        at = end;
    }
    return encoded;
}

}  // namespace parasol::server
