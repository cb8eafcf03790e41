/* A door that must stand before Dash renders: it hands the grid's cells to the modules under js/. Dash loads
   this as a classic script after the component bundles and before its renderer; everything else is an ES
   module, started by main.mjs. */
(function () {
  "use strict";
  const hooks = { paintRow: null };
  window.opscenterHooks = hooks;

  // One grid cell holds a whole alert; its inside is painted by js/queue/row.mjs.
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  cells.AlertRow = function (props) {
    return window.React.createElement("div", {
      className: "alert-row",
      ref: function (element) {
        if (element && hooks.paintRow) hooks.paintRow(element, props.data);
      },
    });
  };
})();
