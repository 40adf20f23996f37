"""The whole story with three people and a partner, in a real browser with a real broker and worker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone
from playwright.sync_api import Page, expect

from matching.index import match_queue
from matching.models import Introduction, Suggestion
from matching.states import IntroductionState
from tests import factories
from tests.browser.steps import log_in
from tests.servers import WorkerProcess, wait_until
from ydeu.accounts.models import Enterprise, User
from ydeu.alliances.models import Alliance
from ydeu.marketplace.models import Demand, Offer

NewPage = Callable[..., Page]
Worker = Callable[..., WorkerProcess]

TITLE = "动力电池用硫化物固态电解质量产工艺"


@dataclass
class People:
    """The people of the story and their rows."""

    alliance: Alliance
    seeker: Enterprise
    provider: Enterprise
    member: User
    partner: User
    coordinator: User
    admin: User
    offer: Offer


def make_people() -> People:
    alliance = factories.make_alliance(name_zh="长三角储能产业链联盟")
    seeker = factories.make_enterprise(name="示例电池有限公司", contact_phone="000-1111")
    provider = factories.make_enterprise(name="示例电解质研究院", contact_phone="000-2222")
    member, partner = factories.make_member(seeker), factories.make_member(provider)
    coordinator, admin = factories.make_coordinator(alliance), factories.make_admin()
    for user in (member, partner, coordinator, admin):
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    offer = factories.make_published_offer(
        enterprise=provider,
        alliance=alliance,
        created_by=partner,
        title="硫化物固态电解质的连续化制备工艺",
        summary="硫化物固态电解质量产工艺，离子电导率高，用于动力电池。",
        description="连续制备硫化物固态电解质，可量产，替代进口电解质，成本低。",
        advantages="离子电导率高于进口电解质。",
        technology_keywords=["固态电解质"],
        matched_revision=1,
    )
    return People(alliance, seeker, provider, member, partner, coordinator, admin, offer)


def post_a_demand(page: Page, people: People) -> None:
    page.goto("/demands/new/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", "电池企业寻求固态电解质量产合作。")
    page.fill("[name=description]", "现有硫化物固态电解质离子电导率不足，需要可量产的固态电解质工艺。")
    page.fill("[name=technology_keywords]", "固态电解质；硫化物")
    page.select_option("[name=alliance]", str(people.alliance.pk))
    page.select_option("[name=chain_segment]", "midstream")
    page.check("[name=cooperation_modes][value=joint_development]")
    page.fill("[name=problem]", "目前依赖进口电解质，成本高。")
    page.select_option("[name=budget_band]", "50_200")
    page.fill("[name=needed_by]", (timezone.localdate() + timedelta(days=200)).isoformat())
    page.locator(".action-bar button[value=submit]").click()
    page.wait_for_url("**/demands/*/")


def publish(page: Page, demand: Demand) -> None:
    page.goto(f"/admin/marketplace/demand/{demand.pk}/change/")
    page.locator("form[action*=publish] input[type=submit].default").click()
    wait_until(Demand.objects.published().exists, seconds=10, what="the demand is published")


def approve_by_keyboard(page: Page, people: People) -> None:
    page.goto("/review/")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url("**/review/*/**")
    expect(page.locator("mark", has_text="固态电解质").first).to_be_visible()
    page.keyboard.press("a")
    wait_until(Introduction.objects.exists, seconds=10, what="the pair is approved")


def accept(page: Page, introduction: Introduction, other: Enterprise) -> None:
    page.goto(introduction.get_absolute_url())
    expect(page.get_by_text(other.contact_phone)).to_have_count(0)
    page.locator("form:has(input[name=answer][value=accepted]) button[type=submit]").click()
    expect(page.locator("input[name=answer]")).to_have_count(0)


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body else ""


@pytest.mark.processes
def test_a_demand_becomes_an_introduction(new_page: NewPage, celery_worker_process: Worker) -> None:
    people = make_people()
    worker = celery_worker_process(beat=True)
    member, partner, coordinator, admin = (new_page() for _ in range(4))
    for page, user in (
        (member, people.member),
        (partner, people.partner),
        (coordinator, people.coordinator),
        (admin, people.admin),
    ):
        log_in(page, user)

    post_a_demand(member, people)
    demand = Demand.objects.get()
    publish(admin, demand)
    wait_until(lambda: match_queue.count() == 0, seconds=10, what="the demand is matched")
    assert Suggestion.objects.get().offer == people.offer

    approve_by_keyboard(coordinator, people)
    introduction = Introduction.objects.get()

    def told() -> list[str]:
        about = introduction.get_absolute_url()
        return sorted(str(mail["To"]) for mail in worker.mails() if about in text_of(mail))

    both = sorted([people.member.email, people.partner.email])
    wait_until(lambda: told() == both, seconds=40, what="both enterprises have one e-mail each")

    accept(member, introduction, people.provider)
    accept(partner, introduction, people.seeker)
    introduction.refresh_from_db()
    assert introduction.state == IntroductionState.CONNECTED
    member.goto(introduction.get_absolute_url())
    expect(member.get_by_text(people.provider.contact_phone)).to_be_visible()
    partner.reload()
    expect(partner.get_by_text(people.seeker.contact_phone)).to_be_visible()
