"""What the doctor looks at, in the order in which one would mend it."""

from operations.doctor import (
    backup_checks,
    database_checks,
    disk_checks,
    job_checks,
    mail_checks,
    memory_checks,
    page_checks,
    people_checks,
    postgresql_checks,
    replica_checks,
    setting_checks,
    site_checks,
    sqlite_checks,
)
from operations.doctor.examination import Check

DATABASE, SITE = "database", "site"

# What asks nobody outside of the machine.
CHEAP = [
    Check("settings", setting_checks.settings_fit),
    Check("static files", setting_checks.static_files_there),
    Check("writable folders", disk_checks.writable),
    Check("room on disks", disk_checks.room),
    Check("file of the database", disk_checks.file_on_this_machine),
    Check("memory", memory_checks.limit),
    Check("backup", backup_checks.recent),
    Check("verified backup", backup_checks.verified),
    Check("disk of backups", backup_checks.elsewhere),
    Check("database", database_checks.reached, DATABASE),
    Check("migrations", database_checks.migrations_applied, DATABASE),
    Check("guards", database_checks.guards_in_place, DATABASE),
    Check("primary", postgresql_checks.is_primary, DATABASE),
    Check("replica", replica_checks.following, DATABASE),
    Check("version", postgresql_checks.version_supported, DATABASE),
    Check("encoding", postgresql_checks.encoding_right, DATABASE),
    Check("connections", postgresql_checks.connections_enough, DATABASE),
    Check("connection options", postgresql_checks.options_heard, DATABASE),
    Check("time zone", postgresql_checks.zone_known, DATABASE),
    Check("programs of backups", backup_checks.programs_there, DATABASE),
    Check("journal", sqlite_checks.journal_kept, DATABASE),
    Check("clock", database_checks.clock_agrees, DATABASE),
    Check("secret key", people_checks.key_known, DATABASE),
    Check("administrator", people_checks.administrator_there, DATABASE),
    Check("second factor", people_checks.administrator_safe, DATABASE),
    Check("tick", job_checks.ticking, DATABASE),
    Check("jobs", job_checks.jobs_succeed, DATABASE),
    Check("late jobs", job_checks.jobs_on_time, DATABASE),
    Check("purges", job_checks.caches_purged, DATABASE),
    Check("hub", job_checks.hub_told, DATABASE),
    Check("feeds", job_checks.feeds_read, DATABASE),
]
CHECKS = [
    *CHEAP,
    Check("integrity of the file", sqlite_checks.file_whole, DATABASE),
    Check("site", site_checks.reached, SITE),
    Check("host", site_checks.host_answered, SITE),
    Check("proxy", site_checks.proxy, SITE),
    Check("certificate", site_checks.certificate, SITE),
    Check("clock of the server", site_checks.clock, SITE),
    Check("shared pages", site_checks.pages_shared, SITE),
    Check("page cache", page_checks.redis_answers),
    Check("mail", mail_checks.server),
]
