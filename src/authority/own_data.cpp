#include "authority/own_data.h"

#include "authority/engine.h"
#include "wire/json_fields.h"

namespace parasol {
namespace {

constexpr std::size_t entries_at_a_time = 500;

}  // namespace

void OwnDataFile::add(const JournalRecord& entry) {
    const Envelope& envelope = entry.envelope;
    if (entry.own || envelope.person != parts.person.id) return;
    done_.push_back(encode_fields(OwnDeed{envelope.time, envelope.account, envelope.home, envelope.via,
                                            entry.refusal, envelope.command}));
    bytes_ += done_.back().size();
    for (; bytes_ > most_bytes_; ++left_out_) {
        bytes_ -= done_.front().size();
        done_.pop_front();
    }
}

std::string OwnDataFile::text() const {
    JsonWriter writer;
    writer.open('{');
    writer.key("format");
    writer.value(std::string_view("parasol own data 1"));
    writer.key("made");
    writer.value(std::int64_t{made});
    OwnDataParts::fields(parts, json_detail::FieldWriter{writer});
    if (left_out_ != 0) {
        writer.key("done_left_out");
        writer.value(left_out_);
    }
    writer.key("done");
    std::string text = writer.take() + '[';
    for (const std::string& one : done_) {
        if (text.back() != '[') text.push_back(',');
        text += one;
    }
    return text + "]}";
}

// One file at a time: each reads the whole journal, in parts between which everybody else is answered.
void Authority::Engine::export_own_data(std::string session, Done done) {
    const auto file = std::make_shared<OwnDataFile>();
    run(make_own_data_job(desk_, std::move(session), file), guarded([file, done](Engine& self, Reply reply) {
            if (std::holds_alternative<Refusing>(reply)) return done(std::move(reply));
            self.exports_.push_back({file, done});
            if (self.exports_.size() == 1) self.read_done(1);
        }));
}

void Authority::Engine::read_done(std::int64_t from) {
    desk_.database.journal(from, entries_at_a_time, guarded([from](Engine& self, DatabaseError error,
                                                                   const std::vector<JournalRecord>& entries) {
        Export& under_way = self.exports_.front();
        bool over = error != DatabaseError::none || entries.size() < entries_at_a_time;
        for (const JournalRecord& entry : entries) {
            // What is done from now on is not waited for.
            over = over || entry.envelope.time > under_way.file->made;
            under_way.file->add(entry);
        }
        if (!over) {
            const auto go_on = self.guarded([next = from + static_cast<std::int64_t>(entries.size())](Engine& engine) {
                engine.read_done(next);
            });
            self.desk_.clock.after(0, go_on);
            return;
        }
        const Export ended = std::move(under_way);
        self.exports_.pop_front();
        const auto begin_next = self.guarded([](Engine& engine) { engine.read_done(1); });
        if (!self.exports_.empty()) self.desk_.clock.after(0, begin_next);
        if (error != DatabaseError::none) return ended.done(Refusing{Refusal::not_stored, 0});
        ended.done(OwnData{ended.file->text()});
    }));
}

}  // namespace parasol
