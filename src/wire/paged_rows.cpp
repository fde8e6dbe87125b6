#include "wire/paged_rows.h"

#include <utility>

#include "wire/paged_rows_engine.h"

namespace parasol {

PagedRows::PagedRows(Storage& storage, Clock& clock, PagedRowsOptions options)
    : engine_(std::make_shared<Engine>(storage, clock, options)) {}

PagedRows::~PagedRows() = default;

void PagedRows::load(Callback<void(LoadedRows)> done) { engine_->load(std::move(done)); }
void PagedRows::catch_up(Callback<void(CaughtUp)> done) { engine_->catch_up(std::move(done)); }
void PagedRows::append(RowCommit commit, const RowSet& confirmed, Done done) {
    engine_->append(std::move(commit), confirmed, std::move(done));
}
void PagedRows::replace(const RowSet& confirmed, MetaStrings meta, std::vector<StorageWrite> along,
                        Done done) {
    engine_->replace(confirmed, std::move(meta), std::move(along), std::move(done));
}
void PagedRows::flush(const RowSet& confirmed, Done done) { engine_->flush(confirmed, std::move(done)); }
void PagedRows::retry(const RowSet& confirmed, Done done) { engine_->retry(confirmed, std::move(done)); }
bool PagedRows::saved() const { return engine_->saved(); }
void PagedRows::abandon() { engine_->abandon(); }
void PagedRows::erase(Done done) { engine_->erase(std::move(done)); }
void PagedRows::set_aside(std::string label, Done done) {
    engine_->set_aside(std::move(label), std::move(done));
}
const MetaStrings& PagedRows::meta() const { return engine_->state().meta; }
std::size_t PagedRows::page_count() const { return engine_->state().table.size(); }
std::size_t PagedRows::page_bytes() const { return engine_->state().table.bytes(); }
std::size_t PagedRows::log_bytes() const { return engine_->state().log_bytes; }

}  // namespace parasol
