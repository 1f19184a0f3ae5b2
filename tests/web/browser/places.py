"""Every page of the room, for the tests that go through all of them."""

from __future__ import annotations

from tests.web.material import CARRIED, HOSTILE, STRAIT

PAGES = {
    "front": "/",
    "search": "/?q=ferry+fares&sort=newest",
    "search-filters": "/?q=fares&speaker=Ilse+Tamm&kind=direct&said_from=2031-02",
    "search-none": "/?q=zeppelin",
    "search-fault": "/?q=%22open",
    "reports": "/reports",
    "report": f"/reports/{STRAIT.report.id}?statement={STRAIT.statements[1].id}",
    "report-hostile": f"/reports/{HOSTILE.report.id}",
    "people": "/people",
    "person": "/people/PERSON",
    "person-hostile": "/people/HOSTILE",
    "timeline": "/timeline",
    "review": "/review?unsure=all",
    "reports-none": "/reports?q=zeppelin",
    "missed": f"/reports/{STRAIT.report.id}/missed",
    "timeline-speakers": "/timeline?by=speaker",
    "elsewhere": f"/statements/{CARRIED[3].statements[0].id}/elsewhere",
    "add": "/add",
    "corrections": "/corrections",
    "api": "/api",
    "missing": "/reports/r_0",
}
