"""The task about the machine or the software that was involved."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import Optional

from portal.analysis import answers
from portal.analysis.task import ADDRESS, blueprint
from portal.incidents.dossier import Answer
from portal.incidents.forms import TITLE_LIMIT, choices, too_long
from portal.incidents.models import Incident
from portal.incidents.taxonomy import AnalysisTask, Informed
from portal.permissions import Permission
from portal.text import one_line
from portal.web import requires

EQUIPMENT = (
    *("equipment", "vendor", "product", "product_version"),
    *("vendor_informed", "authority_informed"),
)
SHORT: dict[str, Any] = {"filters": [one_line], "validators": [too_long(TITLE_LIMIT)]}


class EquipmentForm(FlaskForm):
    """Which machine or system, from whom, which version, and who was told."""

    equipment = StringField(_("Machine or system"), **SHORT)
    vendor = StringField(_("Vendor"), **SHORT)
    product = StringField(_("Product"), **SHORT)
    product_version = StringField(
        _("Version"), description=_("Of the product or the software"), **SHORT
    )
    vendor_informed = RadioField(
        _("Was the vendor informed?"), choices=choices(Informed), validators=[Optional()]
    )
    authority_informed = RadioField(
        _("Was the FAMHP informed?"),
        description=_("The federal agency for medicines and health products, for medical devices"),
        choices=choices(Informed),
        validators=[Optional()],
    )


@blueprint.route(f"{ADDRESS}/equipment", methods=["GET", "POST"])
@requires(Permission.INCIDENT_READ, Incident)
def equipment(incident: Incident) -> Answer:
    """The machine or system, as far as one was involved."""
    form = EquipmentForm(data=answers.opened(incident, EQUIPMENT))
    return answers.answer(incident, AnalysisTask.EQUIPMENT, form, EQUIPMENT)
